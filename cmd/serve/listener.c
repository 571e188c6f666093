#include "listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64 };

/* A server that listens everywhere has no name that a Host header could be compared with. */
static bool is_everywhere(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_UNSPECIFIED(
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
    return ((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr ==
           htonl(INADDR_ANY);
}

static int bind_to(const struct addrinfo *found, const char *address, long port,
                   struct error *error)
{
    int one = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
        bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    if (errno == EADDRINUSE)
        (void)error_set(error, EX_UNAVAILABLE,
                        "port %ld of %s is in use, perhaps by another serve: give another one with "
                        "--port, or 0 for any",
                        port, address);
    else
        (void)error_set(error,
                        errno == EACCES || errno == EADDRNOTAVAIL ? EX_UNAVAILABLE : EX_OSERR,
                        "cannot listen on port %ld of %s: %s", port, address, strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

static bool name_socket(int fd, char name[static LISTENER_NAME], unsigned *port,
                        struct error *error)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    char host[64], service[16], *end = NULL;
    int length;

    if (getsockname(fd, (struct sockaddr *)&bound, &size) != 0 ||
        getnameinfo((struct sockaddr *)&bound, size, host, sizeof host, service, sizeof service,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return error_set(error, EX_OSERR, "cannot get the address of a socket");
    *port = (unsigned)strtoul(service, &end, 10);
    if (*end != '\0')
        return error_set(error, EX_OSERR, "cannot get the port of a socket");
    length = snprintf(name, LISTENER_NAME, bound.ss_family == AF_INET6 ? "[%s]:%u" : "%s:%u", host,
                      *port);
    return (length > 0 && length < LISTENER_NAME) ||
           error_set(error, EX_USAGE, "the address '%s' is too long", host);
}

int listener_open(const char *address, long port, char name[static LISTENER_NAME],
                  unsigned *port_used, struct error *error)
{
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char service[16];
    int fd = -1;

    (void)snprintf(service, sizeof service, "%ld", port);
    if (getaddrinfo(address, service, &hints, &found) != 0) {
        (void)error_set(
            error, EX_USAGE,
            "'%.60s' is not an IP address: give one of this machine's, such as 127.0.0.1", address);
        return -1;
    }
    if (is_everywhere(found->ai_addr))
        (void)error_set(error, EX_USAGE,
                        "'%s' means all addresses: give the one under which the page is opened",
                        address);
    else
        fd = bind_to(found, address, port, error);
    freeaddrinfo(found);
    if (fd >= 0 && !name_socket(fd, name, port_used, error)) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}
