#ifndef IL_EXPORT_REPORT_H
#define IL_EXPORT_REPORT_H

#include "engine/engine.h"
#include "export/export.h"

/* Add to `report` what `timeline` names and nobody has recorded. False, with `err`, when memory
 * lacks. `report` may be NULL, here and below. */
bool il_export_report_missing(il_export_report *report, const il_timeline *timeline, il_error *err);

/* Add what the engine could not read. */
bool il_export_report_troubles(il_export_report *report, const il_engine *engine, il_error *err);

#endif
