#ifndef IL_CLI_STREAMS_H
#define IL_CLI_STREAMS_H

/* Standard input, output and error, made safe to use: a stream that the caller closed is opened to
 * nothing, so that no file of ours takes its number, and a reader that goes away ends nothing by a
 * signal. */
void il_streams_open(void);

/* Hand over what is still to be written. Returns `status`, or that of the machine's fault when
 * standard output did not take everything; a reader that has seen enough is no fault. */
int il_streams_close(int status);

#endif
