#include "sockets.h"
#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un listener;
static socklen_t listener_size;

int __real_socket(int domain, int type, int protocol);
int __real_bind(int fd, const struct sockaddr *address, socklen_t size);
int __real_getsockname(int fd, struct sockaddr *address, socklen_t *size);
int __wrap_socket(int domain, int type, int protocol);
int __wrap_bind(int fd, const struct sockaddr *address, socklen_t size);
int __wrap_getsockname(int fd, struct sockaddr *address, socklen_t *size);

int __wrap_socket(int domain, int type, int protocol)
{
    return __real_socket(domain == AF_INET ? AF_UNIX : domain, type, protocol);
}

int __wrap_bind(int fd, const struct sockaddr *address, socklen_t size)
{
    const struct sockaddr_un any = {.sun_family = AF_UNIX};

    CHECK(size == sizeof(struct sockaddr_in));
    CHECK(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr ==
          htonl(INADDR_LOOPBACK));
    if (__real_bind(fd, (const struct sockaddr *)&any, sizeof any.sun_family) != 0)
        return -1;
    listener_size = sizeof listener;
    return __real_getsockname(fd, (struct sockaddr *)&listener, &listener_size);
}

int __wrap_getsockname(int fd, struct sockaddr *address, socklen_t *size)
{
    struct sockaddr_in *loopback = (struct sockaddr_in *)(void *)address;

    (void)fd;
    CHECK(*size == sizeof *loopback);
    *loopback =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)SOCKETS_PORT)};
    loopback->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return 0;
}

int sockets_connect(void)
{
    int fd = __real_socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    CHECK(fd >= 0);
    if (connect(fd, (struct sockaddr *)&listener, listener_size) == 0)
        return fd;
    CHECK(close(fd) == 0);
    return -1;
}
