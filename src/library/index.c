#include "library/index.h"

#include <string.h>

static const char header[] = "name\tframes\tlufs";

/* The next line without its end; false when there is none. */
static bool next_line(il_index *index, const char **line, size_t *size)
{
    if (index->at == index->end) {
        return false;
    }
    const size_t left = (size_t)(index->end - index->at);
    const char *feed = memchr(index->at, '\n', left);
    *line = index->at;
    *size = feed ? (size_t)(feed - index->at) : left;
    index->at += *size + (feed ? 1 : 0);
    index->line++;
    if (*size > 0 && (*line)[*size - 1] == '\r') {
        (*size)--;
    }
    return true;
}

bool il_index_open(il_index *index, const char *bytes, size_t size)
{
    *index = (il_index){.at = bytes, .end = bytes + size};
    const char *line;
    size_t line_size;
    return next_line(index, &line, &line_size) && line_size == sizeof header - 1 &&
           memcmp(line, header, line_size) == 0;
}

static size_t digits(const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && text[count] >= '0' && text[count] <= '9') {
        count++;
    }
    return count;
}

static bool read_name(const char *text, size_t size)
{
    return size > 4 && text[0] != '.' && memcmp(text + size - 4, ".ogg", 4) == 0 &&
           !memchr(text, '/', size) && !memchr(text, '\0', size);
}

static bool read_frames(const char *text, size_t size, il_frames *frames)
{
    if (size == 0 || size > 10 || text[0] == '0' || digits(text, size) != size) {
        return false; // ten digits are more than 12 hours and less than 64 bits
    }
    *frames = 0;
    for (size_t i = 0; i < size; i++) {
        *frames = *frames * 10 + (text[i] - '0');
    }
    return *frames <= (il_frames)12 * 3600 * IL_RATE_HZ;
}

/* The loudness is for people and for the makers' tests: here it only has to be a number. */
static bool is_number(const char *text, size_t size)
{
    const size_t sign = size > 0 && text[0] == '-';
    const size_t whole = digits(text + sign, size - sign);
    const size_t seen = sign + whole;
    if (whole == 0 || seen == size) {
        return whole > 0;
    }
    const size_t part = digits(text + seen + 1, size - seen - 1);
    return text[seen] == '.' && part > 0 && seen + 1 + part == size;
}

il_index_result il_index_next(il_index *index, il_index_row *row)
{
    const char *line;
    size_t size;
    if (!next_line(index, &line, &size)) {
        return IL_INDEX_END;
    }
    const char *first = memchr(line, '\t', size);
    const char *frames = first ? first + 1 : NULL;
    const char *second = first ? memchr(frames, '\t', size - (size_t)(frames - line)) : NULL;
    if (!second) {
        return IL_INDEX_BAD;
    }
    *row = (il_index_row){.name = line, .name_size = (size_t)(first - line)};
    const char *lufs = second + 1;
    return read_name(row->name, row->name_size) &&
                   read_frames(frames, (size_t)(second - frames), &row->frames) &&
                   is_number(lufs, size - (size_t)(lufs - line))
               ? IL_INDEX_ROW
               : IL_INDEX_BAD;
}
