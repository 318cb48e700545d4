#ifndef OPENWATCH_CSSH2_SHIM_H
#define OPENWATCH_CSSH2_SHIM_H

#include <errno.h>
#include <libssh2.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

/*
 * What one session's callbacks need; the session's abstract pointer leads here. Owned by the connection, which frees
 * the pointers after the session is gone.
 */
struct ow_ssh2_io {
    /* Bytes read before libssh2 took over the socket; given to it first. */
    uint8_t *prefix;
    size_t prefix_length;
    size_t prefix_offset;
    /* Bytes one libssh2 call may still take. A peer that floods must not keep the call from returning. */
    size_t budget;
    /* Set when the budget, not the socket, was the reason for EAGAIN. */
    int limited;
    uint64_t received;
    /* Set before the session is freed: nothing touches the socket any more. */
    int closed;
    /* Bytes that libssh2 must not send because they are sent already: our identification line. */
    size_t swallow;
    /* The first bytes that follow the banner: the server's algorithm offer, for error messages. */
    uint8_t *capture;
    size_t capture_capacity;
    size_t capture_length;
    /* What to answer to one round of hidden prompts. */
    const char *password;
    size_t password_length;
    int password_used;
};

static inline ssize_t ow_ssh2_receive(libssh2_socket_t socket, void *buffer, size_t length, int flags, void **abstract) {
    struct ow_ssh2_io *io = (struct ow_ssh2_io *)*abstract;
    ssize_t count;
    if (io->closed) return -ECONNRESET;
    if (io->budget == 0) {
        io->limited = 1;
        return -EAGAIN;
    }
    if (length > io->budget) length = io->budget;
    if (io->prefix_offset < io->prefix_length) {
        size_t left = io->prefix_length - io->prefix_offset;
        count = (ssize_t)(left < length ? left : length);
        memcpy(buffer, io->prefix + io->prefix_offset, (size_t)count);
        io->prefix_offset += (size_t)count;
    } else {
        int one = 1;
        do {
            count = recv(socket, buffer, length, flags);
        } while (count < 0 && errno == EINTR);
        if (count < 0) return -errno;
        /* The kernel forgets this after each receive; without it sshd's Nagle waits 40 ms for our delayed ACK. */
        setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
        io->received += (uint64_t)count;
    }
    io->budget -= (size_t)count;
    if (io->capture_length < io->capture_capacity) {
        size_t room = io->capture_capacity - io->capture_length;
        size_t taken = (size_t)count < room ? (size_t)count : room;
        memcpy(io->capture + io->capture_length, buffer, taken);
        io->capture_length += taken;
    }
    return count;
}

static inline ssize_t ow_ssh2_send(libssh2_socket_t socket, const void *buffer, size_t length, int flags,
                                   void **abstract) {
    struct ow_ssh2_io *io = (struct ow_ssh2_io *)*abstract;
    ssize_t count;
    if (io->closed) return -EPIPE;
    if (io->swallow > 0) {
        count = (ssize_t)(length < io->swallow ? length : io->swallow);
        io->swallow -= (size_t)count;
        return count;
    }
    do {
        count = send(socket, buffer, length, flags | MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

static inline void ow_ssh2_install_callbacks(LIBSSH2_SESSION *session) {
#if LIBSSH2_VERSION_NUM >= 0x010b01
    libssh2_session_callback_set2(session, LIBSSH2_CALLBACK_RECV, (libssh2_cb_generic *)ow_ssh2_receive);
    libssh2_session_callback_set2(session, LIBSSH2_CALLBACK_SEND, (libssh2_cb_generic *)ow_ssh2_send);
#else
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)ow_ssh2_receive);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)ow_ssh2_send);
#endif
}

/*
 * The password answers the hidden prompts of one round, and no later round: "New password:" or a one-time code must
 * never be given it.
 */
static inline void ow_ssh2_answer(const char *name, int name_length, const char *instruction, int instruction_length,
                                  int count, const LIBSSH2_USERAUTH_KBDINT_PROMPT *prompts,
                                  LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses, void **abstract) {
    struct ow_ssh2_io *io = (struct ow_ssh2_io *)*abstract;
    int hidden = 0, i;
    (void)name, (void)name_length, (void)instruction, (void)instruction_length;
    for (i = 0; i < count; i++) {
        responses[i].text = NULL;
        responses[i].length = 0;
        if (prompts[i].echo) continue;
        hidden = 1;
        if (io->password_used || io->password == NULL) continue;
        responses[i].text = (char *)malloc(io->password_length + 1);
        if (responses[i].text == NULL) continue;
        memcpy(responses[i].text, io->password, io->password_length);
        responses[i].text[io->password_length] = 0;
        responses[i].length = (unsigned int)io->password_length;
    }
    if (hidden) io->password_used = 1;
}

static inline int ow_ssh2_keyboard_interactive(LIBSSH2_SESSION *session, const char *user, unsigned int length) {
    return libssh2_userauth_keyboard_interactive_ex(session, user, length, ow_ssh2_answer);
}

static inline int ow_ssh2_supported(LIBSSH2_SESSION *session, int method, const char ***names) {
    return libssh2_session_supported_algs(session, method, names);
}

static inline void ow_ssh2_free_names(LIBSSH2_SESSION *session, const char **names) {
    libssh2_free(session, (void *)names);
}

#endif
