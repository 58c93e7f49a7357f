/* decode LIST: D, the yardstick of an export to WAV. Decodes with libvorbisfile, and does nothing
 * else, what each line of LIST names: "FRAMES PATH", from the start of the file and around again
 * when it is shorter. */
#include <stdio.h>
#include <string.h>

#include <vorbis/vorbisfile.h>

static float kept; // so that no compiler leaves the decoding out

static int decode(const char *path, long long frames)
{
    OggVorbis_File vorbis;
    if (ov_fopen(path, &vorbis) != 0) {
        fprintf(stderr, "%s: not Ogg Vorbis\n", path);
        return 1;
    }
    while (frames > 0) {
        float **samples = NULL;
        int link = 0;
        const int wanted = frames < 1024 ? (int)frames : 1024;
        const long got = ov_read_float(&vorbis, &samples, wanted, &link);
        if (got < 0 || (got == 0 && ov_pcm_seek(&vorbis, 0) != 0)) {
            fprintf(stderr, "%s: damaged\n", path);
            ov_clear(&vorbis);
            return 1;
        }
        kept += got > 0 ? samples[0][0] : 0.0f;
        frames -= got;
    }
    ov_clear(&vorbis);
    return 0;
}

int main(int count, char **arguments)
{
    FILE *list = count == 2 ? fopen(arguments[1], "r") : NULL;
    if (!list) {
        fputs("decode LIST\n", stderr);
        return 2;
    }
    int status = 0;
    char line[4096];
    while (status == 0 && fgets(line, sizeof line, list)) {
        long long frames = 0;
        char path[4096];
        if (sscanf(line, "%lld %4095[^\n]", &frames, path) == 2) {
            status = decode(path, frames);
        }
    }
    fclose(list);
    return kept == 12345.0f ? 1 : status;
}
