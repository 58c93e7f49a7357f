#ifndef IL_BASE_JSON_H
#define IL_BASE_JSON_H

#include "base/text.h"

/* JSON written into a buffer, one value after another; commas, quotes and indentation are its own.
 *
 *     il_json json = {.out = &buffer};
 *     il_json_open(&json, NULL, '{');
 *     il_json_text(&json, "title", session->title);
 *     il_json_close(&json, '}');
 *
 * `key` is NULL inside an array. Strings are UTF-8; bytes that are not become U+FFFD. Values
 * of the first two levels stand on lines of their own, deeper ones on their object's line, so that
 * a diff of cues reads well. */
typedef struct {
    il_buffer *out;
    int depth;
    bool started; // something stands before in this object or array
} il_json;

void il_json_open(il_json *json, const char *key, char bracket);      // '{' or '['
void il_json_close(il_json *json, char bracket);                      // '}' or ']'
void il_json_text(il_json *json, const char *key, const char *value); // NULL writes null
void il_json_integer(il_json *json, const char *key, int64_t value);
// with at most `decimals` (0 to 6) digits behind the point; null when it is not finite
void il_json_number(il_json *json, const char *key, double value, int decimals);
void il_json_bool(il_json *json, const char *key, bool value);

#endif
