#include "export/export.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/translate.h"
#include "engine/engine.h"
#include "export/encoder.h"
#include "export/report.h"
#include "timeline/plan.h"

/* Rendered at once: three stems and their sum stay in the fastest cache. */
enum { RENDER_FRAMES = 1024 };
_Static_assert(IL_CHUNK_FRAMES % RENDER_FRAMES == 0, "chunks are filled by whole renderings");

static bool ends_in(const char *path, const char *ending)
{
    const size_t size = strlen(path), wanted = strlen(ending);
    return size > wanted && strcasecmp(path + size - wanted, ending) == 0;
}

bool il_export_check(const il_export_request *request, il_error *err)
{
    const bool ogg = ends_in(request->path, ".ogg");
    if (!ogg && !ends_in(request->path, ".wav")) {
        return il_fail_usage(err, _("%s: a file ends in .wav or .ogg"), request->path);
    }
    if (ogg && request->float_samples) {
        return il_fail_usage(err, _("%s: only a .wav has float samples"), request->path);
    }
    if (request->captions && !ends_in(request->captions, ".vtt") &&
        !ends_in(request->captions, ".srt")) {
        return il_fail_usage(err, _("%s: captions end in .vtt or .srt"), request->captions);
    }
    return true;
}

/* An export under way. */
typedef struct {
    const il_timeline *timeline;
    const il_export_request *request;
    il_labels labels;
    il_new_file sound, captions;
    il_engine *engine;
    il_queue queue;

    // the encoder's thread
    il_encoder encoder;
    bool encoded;
    il_error encode_error;
} job;

static void *encode(void *context)
{
    job *work = context;
    il_error *err = &work->encode_error;
    int frames = 0;
    const float *samples = NULL;
    bool good = true;
    while (good && (samples = il_queue_next(&work->queue, &frames))) {
        good = il_encoder_write(&work->encoder, samples, frames, err);
        il_queue_take(&work->queue);
    }
    good = good && work->encoder.at == il_timeline_length(work->timeline) &&
           il_encoder_finish(&work->encoder, err);
    if (!good) {
        il_queue_stop(&work->queue);
    }
    work->encoded = good;
    return NULL;
}

/* `frames` frames from `at` on, as they are heard. */
static void render(il_engine *engine, il_frames at, int frames, float *out)
{
    float voice[2 * RENDER_FRAMES], ambience[2 * RENDER_FRAMES], cues[2 * RENDER_FRAMES];
    float *const stems[IL_STEMS] = {voice, ambience, cues};
    const float *const heard[IL_STEMS] = {voice, ambience, cues};
    for (int done = 0; done < frames; done += RENDER_FRAMES) {
        const int count = frames - done < RENDER_FRAMES ? frames - done : RENDER_FRAMES;
        il_engine_render(engine, at + done, count, stems);
        il_engine_sum(heard, count, out + 2 * done);
    }
}

/* Whether to go on, asked once a second of sound and at the end. */
static bool go_on(const il_export_request *request, il_frames before, il_frames done,
                  il_frames total)
{
    const bool asks = before / IL_RATE_HZ != done / IL_RATE_HZ || done == total;
    return !asks || !request->progress || request->progress(request->context, done, total);
}

/* Render everything into the queue. False when cancelled; an encoder that gave up ends it early. */
static bool render_all(job *work, il_error *err)
{
    const il_frames total = il_timeline_length(work->timeline);
    float *room = NULL;
    for (il_frames at = 0; at < total && (room = il_queue_room(&work->queue));) {
        const il_frames left = total - at;
        const int frames = left < IL_CHUNK_FRAMES ? (int)left : IL_CHUNK_FRAMES;
        render(work->engine, at, frames, room);
        il_queue_put(&work->queue, frames);
        if (!go_on(work->request, at, at + frames, total)) {
            il_queue_stop(&work->queue);
            return il_fail_machine(err, il_nowhere(), _("cancelled"));
        }
        at += frames;
    }
    il_queue_end(&work->queue);
    return true;
}

static bool render_and_encode(job *work, il_error *err)
{
    pthread_t thread;
    const int number = pthread_create(&thread, NULL, encode, work);
    if (number != 0) {
        return il_fail_machine(err, il_nowhere(), _("no thread to encode on: %s"),
                               strerror(number));
    }
    const bool rendered = render_all(work, err);
    pthread_join(thread, NULL);
    if (rendered && !work->encoded) {
        il_fail_machine(err, work->encode_error.at, "%s", work->encode_error.message);
    }
    return rendered && work->encoded;
}

static bool write_captions(job *work, il_error *err)
{
    if (!work->request->captions) {
        return true;
    }
    if (!il_file_create(&work->captions, work->request->captions, err)) {
        return false;
    }
    il_buffer text = {0};
    if (ends_in(work->request->captions, ".vtt")) {
        il_captions_vtt(work->timeline, &text);
    } else {
        il_captions_srt(work->timeline, &text);
    }
    const bool good = text.failed
                          ? il_fail_machine(err, il_nowhere(), _("out of memory"))
                          : fwrite(text.text, 1, text.size, work->captions.stream) == text.size ||
                                il_file_fail_write(err, work->request->captions, errno);
    il_buffer_finish(&text);
    return good;
}

static bool begin(job *work, il_error *err)
{
    const il_export_request *request = work->request;
    if (!il_file_create(&work->sound, request->path, err) || !write_captions(work, err) ||
        !il_labels_init(&work->labels, work->timeline, err) || !il_queue_init(&work->queue, err)) {
        return false;
    }
    work->engine = il_engine_create(work->timeline, err);
    const il_encoder_format format = {
        .kind = ends_in(request->path, ".ogg") ? IL_ENCODER_OGG
                : request->float_samples       ? IL_ENCODER_FLOAT
                                               : IL_ENCODER_S16,
        .name = request->path,
        .length = il_timeline_length(work->timeline),
        .serial = il_labels_serial(&work->labels, work->timeline),
        .labels = &work->labels,
    };
    return work->engine && il_encoder_init(&work->encoder, work->sound.stream, &format, err);
}

static bool commit(job *work, il_error *err)
{
    il_new_file *const files[] = {&work->sound, &work->captions};
    return il_files_commit(files, work->request->captions ? 2 : 1, err);
}

static void finish(job *work)
{
    il_encoder_destroy(&work->encoder);
    il_engine_destroy(work->engine);
    il_queue_finish(&work->queue);
    il_labels_finish(&work->labels);
    il_file_abandon(&work->sound); // does nothing when committed
    il_file_abandon(&work->captions);
    il_free(work);
}

bool il_export(const il_timeline *timeline, const il_export_request *request,
               il_export_report *report, il_error *err)
{
    job *work = il_export_check(request, err) ? il_alloc(1, sizeof *work, err) : NULL;
    if (!work) {
        return false;
    }
    work->timeline = timeline;
    work->request = request;
    const bool good = begin(work, err) && render_and_encode(work, err) &&
                      il_engine_ok(work->engine, err) &&
                      il_export_report_missing(report, timeline, err) &&
                      il_export_report_troubles(report, work->engine, err) && commit(work, err);
    finish(work);
    return good;
}
