/* Preloaded into a program: libcurl trusts the certificates in the file TRUSTED and no others. */

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>

CURL *curl_easy_init(void)
{
    CURL *(*init)(void) = NULL;
    CURL *easy;

    *(void **)&init = dlsym(RTLD_NEXT, "curl_easy_init");
    easy = init != NULL ? init() : NULL;
    if (easy != NULL)
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, getenv("TRUSTED"));
    return easy;
}
