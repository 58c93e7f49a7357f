#include "base/json.h"

#include <math.h>
#include <string.h>

static void newline(il_json *json)
{
    il_buffer_add(json->out, "\n", 1);
    for (int i = 0; i < json->depth; i++) {
        il_buffer_add(json->out, "  ", 2);
    }
}

static void string(il_buffer *out, const char *text)
{
    il_buffer_add(out, "\"", 1);
    const char *at = text, *end = text + strlen(text);
    while (at < end) {
        const char *start = at;
        const uint32_t point = il_utf8_next(&at, end);
        if (point == '"' || point == '\\') {
            il_buffer_print(out, "\\%c", (char)point);
        } else if (point == '\n') {
            il_buffer_text(out, "\\n");
        } else if (il_is_control(point) || point < 0x20) {
            il_buffer_print(out, "\\u%04x", (unsigned)point);
        } else if (point == 0xFFFD) {
            il_buffer_text(out, "\xEF\xBF\xBD");
        } else {
            il_buffer_add(out, start, (size_t)(at - start));
        }
    }
    il_buffer_add(out, "\"", 1);
}

/* What stands before a value: a comma, the line it is on, its key. */
static void begin(il_json *json, const char *key)
{
    if (json->started) {
        il_buffer_add(json->out, json->depth > 2 ? ", " : ",", json->depth > 2 ? 2 : 1);
    }
    if (json->depth > 0 && json->depth <= 2) {
        newline(json);
    }
    if (key) {
        string(json->out, key);
        il_buffer_text(json->out, ": ");
    }
    json->started = true;
}

void il_json_open(il_json *json, const char *key, char bracket)
{
    begin(json, key);
    il_buffer_add(json->out, &bracket, 1);
    json->depth++;
    json->started = false;
}

void il_json_close(il_json *json, char bracket)
{
    json->depth--;
    if (json->started && json->depth < 2) {
        newline(json);
    }
    il_buffer_add(json->out, &bracket, 1);
    json->started = true;
    if (json->depth == 0) {
        il_buffer_add(json->out, "\n", 1);
    }
}

void il_json_text(il_json *json, const char *key, const char *value)
{
    begin(json, key);
    if (value) {
        string(json->out, value);
    } else {
        il_buffer_text(json->out, "null");
    }
}

void il_json_integer(il_json *json, const char *key, int64_t value)
{
    begin(json, key);
    il_buffer_print(json->out, "%lld", (long long)value);
}

void il_json_number(il_json *json, const char *key, double value, int decimals)
{
    begin(json, key);
    if (isfinite(value)) {
        il_buffer_number(json->out, value, decimals);
    } else {
        il_buffer_text(json->out, "null"); // JSON has no other word for it
    }
}

void il_json_bool(il_json *json, const char *key, bool value)
{
    begin(json, key);
    il_buffer_text(json->out, value ? "true" : "false");
}
