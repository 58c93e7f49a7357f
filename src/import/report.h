#ifndef IL_IMPORT_REPORT_H
#define IL_IMPORT_REPORT_H

/* What the importer tells its caller: lines on standard error, each written at once.
 *
 *     progress 310        of a thousand parts of the work
 *     frames 132300       of the result, at 48 kHz
 *     lufs -18.03         its loudness, as the role measures it
 *     short WHY           the file ends before it should; the result holds what there was
 *     refused WHY         there is no result, and the file is why
 *     machine WHY         there is no result, and it says nothing about the file
 *
 * WHY lacks the file's name, which the importer is not told. Whoever reads passes over any other
 * line. */
void il_report(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
