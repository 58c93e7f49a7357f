#include "base/error.h"

#include <stdio.h>

static bool fill(il_error *err, il_fault fault, il_place at, const char *format, va_list arguments)
{
    if (err && !err->message[0]) {
        err->at = at;
        err->fault = fault;
        if (vsnprintf(err->message, sizeof err->message, format, arguments) < 1) {
            err->message[0] = '?'; // an empty message would read as no error
            err->message[1] = '\0';
        }
    }
    return false;
}

bool il_fail(il_error *err, il_place at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, IL_FAULT_INPUT, at, format, arguments);
    va_end(arguments);
    return false;
}

bool il_fail_machine(il_error *err, il_place at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, IL_FAULT_MACHINE, at, format, arguments);
    va_end(arguments);
    return false;
}

bool il_fail_usage(il_error *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(err, IL_FAULT_USAGE, il_nowhere(), format, arguments);
    va_end(arguments);
    return false;
}
