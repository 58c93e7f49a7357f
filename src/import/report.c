#include "import/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void il_report(const char *format, ...)
{
    char line[640];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    size = size < (int)sizeof line - 2 ? size : (int)sizeof line - 2;
    line[size] = '\n';
    // Nobody may be listening any more: the exit status is what counts then.
    if (write(STDERR_FILENO, line, (size_t)size + 1) < 0) {
        return;
    }
}
