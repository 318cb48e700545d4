#ifndef OPENWATCH_COPENSSL_SHIM_H
#define OPENWATCH_COPENSSL_SHIM_H

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct ow_passphrase {
    const uint8_t *bytes;
    size_t length;
    int asked;
};

static inline int ow_passphrase_callback(char *buffer, int size, int writing, void *context) {
    struct ow_passphrase *passphrase = (struct ow_passphrase *)context;
    (void)writing;
    passphrase->asked = 1;
    if (passphrase->bytes == NULL || size < 0 || passphrase->length > (size_t)size) return -1;
    memcpy(buffer, passphrase->bytes, passphrase->length);
    return (int)passphrase->length;
}

/* A PEM private key (PKCS#1, PKCS#8, SEC1), or NULL. Never asks a terminal. */
static inline EVP_PKEY *ow_read_pem_key(const uint8_t *bytes, size_t length, struct ow_passphrase *passphrase) {
    BIO *source = length > INT_MAX ? NULL : BIO_new_mem_buf(bytes, (int)length);
    EVP_PKEY *key;
    if (source == NULL) return NULL;
    key = PEM_read_bio_PrivateKey(source, NULL, ow_passphrase_callback, passphrase);
    BIO_free(source);
    ERR_clear_error();
    return key;
}

static inline EVP_PKEY *ow_key_from_parameters(const char *type, OSSL_PARAM_BLD *builder) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (parameters == NULL || context == NULL || EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEYPAIR, parameters) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    ERR_clear_error();
    return key;
}

static inline EVP_PKEY *ow_make_ec_key(const char *group, const uint8_t *point, size_t point_length,
                                       const uint8_t *scalar, size_t scalar_length) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *number = BN_secure_new();
    if (builder != NULL && number != NULL && BN_bin2bn(scalar, (int)scalar_length, number) != NULL
        && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1
        && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, point_length) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1)
        key = ow_key_from_parameters("EC", builder);
    OSSL_PARAM_BLD_free(builder);
    BN_clear_free(number);
    return key;
}

struct ow_bytes {
    const uint8_t *bytes;
    size_t length;
};

/* numbers: n, e, d, inverse of q modulo p, p, q. The two exponents modulo p-1 and q-1 are computed. */
static inline EVP_PKEY *ow_make_rsa_key(const struct ow_bytes *numbers) {
    static const char *const names[8] = {
        OSSL_PKEY_PARAM_RSA_N,       OSSL_PKEY_PARAM_RSA_E,       OSSL_PKEY_PARAM_RSA_D,
        OSSL_PKEY_PARAM_RSA_COEFFICIENT1, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
        OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2};
    BIGNUM *values[8] = {NULL};
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BN_CTX *context = BN_CTX_secure_new();
    BIGNUM *less_one = BN_secure_new();
    int i, good = builder != NULL && context != NULL && less_one != NULL;
    for (i = 0; i < 8; i++) {
        values[i] = BN_secure_new();
        good = good && values[i] != NULL;
        if (good && i < 6)
            good = numbers[i].length <= 4096 && BN_bin2bn(numbers[i].bytes, (int)numbers[i].length, values[i]) != NULL;
    }
    for (i = 6; good && i < 8; i++)
        good = BN_copy(less_one, values[i - 2]) != NULL && BN_sub_word(less_one, 1) == 1 && !BN_is_zero(less_one)
            && BN_mod(values[i], values[2], less_one, context) == 1;
    for (i = 0; good && i < 8; i++) good = OSSL_PARAM_BLD_push_BN(builder, names[i], values[i]) == 1;
    if (good) key = ow_key_from_parameters("RSA", builder);
    for (i = 0; i < 8; i++) BN_clear_free(values[i]);
    BN_clear_free(less_one);
    BN_CTX_free(context);
    OSSL_PARAM_BLD_free(builder);
    ERR_clear_error();
    return key;
}

/* Whether private and public half belong together. */
static inline int ow_key_is_consistent(EVP_PKEY *key) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    int good = context != NULL && EVP_PKEY_pairwise_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return good;
}

/* The public RSA number `name` ("n" or "e") big-endian into `out`; its length, or 0. */
static inline size_t ow_rsa_number(EVP_PKEY *key, const char *name, uint8_t *out, size_t capacity) {
    BIGNUM *number = NULL;
    size_t length = 0;
    if (EVP_PKEY_get_bn_param(key, name, &number) == 1) {
        length = (size_t)BN_num_bytes(number);
        length = length <= capacity ? (size_t)BN_bn2bin(number, out) : 0;
    }
    BN_free(number);
    ERR_clear_error();
    return length;
}

/* The curve's name into `out`, NUL-terminated; 1 on success. */
static inline int ow_ec_group(EVP_PKEY *key, char *out, size_t capacity) {
    size_t length = 0;
    int good = EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, out, capacity, &length) == 1;
    ERR_clear_error();
    return good;
}

/* The uncompressed public point into `out`; its length, or 0. */
static inline size_t ow_ec_point(EVP_PKEY *key, uint8_t *out, size_t capacity) {
    BIGNUM *x = NULL, *y = NULL;
    int size = (EVP_PKEY_get_bits(key) + 7) / 8;
    size_t length = 1 + 2 * (size_t)size;
    if (length > capacity || EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x) != 1
        || EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y) != 1) {
        length = 0;
    } else {
        out[0] = 4;
        if (BN_bn2binpad(x, out + 1, size) != size || BN_bn2binpad(y, out + 1 + size, size) != size) length = 0;
    }
    BN_free(x);
    BN_free(y);
    ERR_clear_error();
    return length;
}

/* A signature over `data`; digest NULL for Ed25519. Length in *length; 1 on success. */
static inline int ow_sign(EVP_PKEY *key, const EVP_MD *digest, const uint8_t *data, size_t data_length, uint8_t *out,
                          size_t *length) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = context != NULL && EVP_DigestSignInit(context, NULL, digest, NULL, key) == 1
        && EVP_DigestSign(context, out, length, data, data_length) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return good;
}

/* Splits a DER ECDSA signature into its two numbers, each at most `capacity` bytes; 1 on success. */
static inline int ow_split_ecdsa(const uint8_t *der, size_t length, uint8_t *r, size_t *r_length, uint8_t *s,
                                 size_t *s_length, size_t capacity) {
    const unsigned char *cursor = der;
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &cursor, (long)length);
    const BIGNUM *first = NULL, *second = NULL;
    int good = 0;
    if (signature != NULL) {
        ECDSA_SIG_get0(signature, &first, &second);
        if ((size_t)BN_num_bytes(first) <= capacity && (size_t)BN_num_bytes(second) <= capacity) {
            *r_length = (size_t)BN_bn2bin(first, r);
            *s_length = (size_t)BN_bn2bin(second, s);
            good = 1;
        }
    }
    ECDSA_SIG_free(signature);
    ERR_clear_error();
    return good;
}

/* Decrypts without padding; `tag` (16 bytes) for GCM, else NULL. 1 on success. */
static inline int ow_decrypt(const EVP_CIPHER *cipher, const uint8_t *key, const uint8_t *iv, const uint8_t *input,
                             size_t length, const uint8_t *tag, uint8_t *out) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int written = 0, last = 0;
    int good = context != NULL && length <= INT_MAX && EVP_DecryptInit_ex(context, cipher, NULL, key, iv) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1
        && EVP_DecryptUpdate(context, out, &written, input, (int)length) == 1
        && (tag == NULL || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, (void *)tag) == 1)
        && EVP_DecryptFinal_ex(context, out + written, &last) == 1;
    EVP_CIPHER_CTX_free(context);
    ERR_clear_error();
    return good && (size_t)(written + last) == length;
}

#endif
