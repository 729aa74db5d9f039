/* Reads every .ics file of a folder with libical, and prints what it found as JSON (tests/judging.py).
 *
 * libical's own restriction checker holds each object against RFC 5545 and RFC 5546. Instants follow
 * from the time zone that stands in the object: a TZID the object does not define is an error.
 */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void put_string(const char *text) {
    putchar('"');
    for (const char *sign = text ? text : ""; *sign; sign++) {
        if (*sign == '"' || *sign == '\\') printf("\\%c", *sign);
        else if ((unsigned char)*sign < 0x20) printf("\\u%04x", (unsigned)*sign);
        else putchar(*sign);
    }
    putchar('"');
}

static void put_field(const char *name, const char *text) {
    printf("\"%s\": ", name);
    put_string(text);
    printf(", ");
}

static char *whole_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) { perror(path); exit(1); }
    text[size] = '\0';
    fclose(file);
    return text;
}

static bool put_error(bool first, const char *text) {
    if (!first) printf(", ");
    put_string(text);
    return false;
}

/* Of no method of ours but DECLINECOUNTER, where libical knows no SEQUENCE and RFC 5546 3.2.8 asks for one above 0. */
static const char *mistaken = "Failed iTIP restrictions for SEQUENCE property. Expected 0 instances";

/* What the parser and the restriction checker wrote into the components they found at fault. */
static bool put_errors(icalcomponent *component, bool first) {
    icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; error; error = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY))
        if (strncmp(icalproperty_get_xlicerror(error), mistaken, strlen(mistaken)) != 0)
            first = put_error(first, icalproperty_get_xlicerror(error));
    icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
    for (; inner; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        first = put_errors(inner, first);
    return first;
}

static int onsets_as_dates(icalcomponent *calendar) {
    int count = 0;
    icalcomponent *zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    for (; zone; zone = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)) {
        icalcomponent *rule = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
        for (; rule; rule = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT))
            count += icalcomponent_count_properties(rule, ICAL_RDATE_PROPERTY);
    }
    return count;
}

/* Prints the instant in UTC; answers a TZID that the object does not define, else NULL. */
static const char *put_instant(icalcomponent *calendar, icalcomponent *event, icalproperty_kind kind,
                               const char *name) {
    icalproperty *property = event ? icalcomponent_get_first_property(event, kind) : NULL;
    if (!property) { put_field(name, ""); return NULL; }
    struct icaltimetype wall = icalvalue_get_datetime(icalproperty_get_value(property));
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char *tzid = parameter ? icalparameter_get_tzid(parameter) : NULL;
    icaltimezone *zone = tzid ? icalcomponent_get_timezone(calendar, tzid) : icaltimezone_get_utc_timezone();
    if (!zone) { put_field(name, ""); return tzid; }
    time_t instant = icaltime_as_timet_with_zone(wall, zone);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", gmtime(&instant));
    put_field(name, text);
    return NULL;
}

static const char *value_of(icalcomponent *component, icalproperty_kind kind) {
    icalproperty *property = component ? icalcomponent_get_first_property(component, kind) : NULL;
    return property ? icalproperty_get_value_as_string(property) : "";
}

static void judge(const char *path) {
    char *text = whole_file(path);
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar) { fprintf(stderr, "%s: libical cannot read it\n", path); exit(1); }
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    icalproperty *sequence = event ? icalcomponent_get_first_property(event, ICAL_SEQUENCE_PROPERTY) : NULL;
    const char *undefined[3];
    printf("{");
    put_field("uid", value_of(event, ICAL_UID_PROPERTY));
    put_field("method", value_of(calendar, ICAL_METHOD_PROPERTY));
    put_field("status", value_of(event, ICAL_STATUS_PROPERTY));
    put_field("organizer", value_of(event, ICAL_ORGANIZER_PROPERTY));
    put_field("attendee", value_of(event, ICAL_ATTENDEE_PROPERTY));
    const char *place = event ? icalcomponent_get_location(event) : "";
    put_field("place", place);
    undefined[0] = put_instant(calendar, event, ICAL_DTSTAMP_PROPERTY, "dtstamp");
    undefined[1] = put_instant(calendar, event, ICAL_DTSTART_PROPERTY, "starts_at");
    undefined[2] = put_instant(calendar, event, ICAL_DTEND_PROPERTY, "ends_at");
    printf("\"sequence\": %d, \"dates\": %d, ", sequence ? icalproperty_get_sequence(sequence) : -1,
           onsets_as_dates(calendar));
    icalrestriction_check(calendar);
    printf("\"errors\": [");
    bool first = put_errors(calendar, true);
    for (int i = 0; i < 3; i++)
        if (undefined[i]) first = put_error(first, "the object does not define the time zone it names");
    printf("]}");
    icalcomponent_free(calendar);
    free(text);
}

static int is_object(const struct dirent *entry) {
    const char *ending = strrchr(entry->d_name, '.');
    return ending && strcmp(ending, ".ics") == 0;
}

int main(int count, char **arguments) {
    struct dirent **entries;
    int found = count == 2 ? scandir(arguments[1], &entries, is_object, alphasort) : -1;
    if (found < 0) { fprintf(stderr, "usage: libical FOLDER\n"); return 1; }
    icalerror_set_errors_are_fatal(0);
    printf("[");
    for (int i = 0; i < found; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", arguments[1], entries[i]->d_name);
        if (i) printf(",\n");
        judge(path);
    }
    printf("]\n");
    return 0;
}
