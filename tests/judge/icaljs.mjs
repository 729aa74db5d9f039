// Reads every .ics file of a folder with ical.js, and prints what it found as JSON (tests/judging.py).
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";

const folder = process.argv[2];
const found = readdirSync(folder).sort().map((name) => read(readFileSync(join(folder, name), "utf8")));
process.stdout.write(JSON.stringify(found));

function read(text) {
  const errors = [];
  const calendar = new ICAL.Component(strictly(text, errors));
  const events = calendar.getAllSubcomponents("vevent");
  if (events.length !== 1) errors.push(`${events.length} events`);
  const event = events[0];
  const value = (name) => String(event.getFirstPropertyValue(name) ?? "");
  const method = String(calendar.getFirstPropertyValue("method") ?? "");
  const answer = ["dtstamp", "uid", "sequence", "organizer"];
  const whole = [...answer, "dtstart", "dtend", "status"];
  for (const name of method === "DECLINECOUNTER" ? answer : whole) {
    const count = event.getAllProperties(name).length;
    if (count !== 1) errors.push(`${name} stands ${count} times`);
  }
  const zones = calendar.getAllSubcomponents("vtimezone");
  return {
    uid: value("uid"),
    method,
    status: value("status"),
    sequence: Number(event.getFirstPropertyValue("sequence") ?? -1),
    organizer: value("organizer"),
    attendee: value("attendee"),
    place: value("location"),
    dtstamp: instant(event, "dtstamp", zones, errors),
    starts_at: instant(event, "dtstart", zones, errors),
    ends_at: instant(event, "dtend", zones, errors),
    dates: zones.flatMap((zone) => zone.getAllSubcomponents()).flatMap((rule) => rule.getAllProperties("rdate")).length,
    errors,
  };
}

/** The calendar as parsed; that the parser only drops what it cannot read is an error here. */
function strictly(text, errors) {
  ICAL.design.strict = true;
  try {
    return ICAL.parse(text);
  } catch (fault) {
    errors.push(String(fault.message));
    return ["vcalendar", [], [["vevent", [], []]]];
  }
}

/** The instant in UTC, by the time zone that stands in the object and none that the program knows. */
function instant(event, name, zones, errors) {
  const property = event.getFirstProperty(name);
  if (!property) return "";
  const wall = property.getFirstValue();
  const tzid = property.getParameter("tzid");
  if (!tzid) return wall.toJSDate().toISOString();
  const block = zones.find((zone) => zone.getFirstPropertyValue("tzid") === tzid);
  if (!block) {
    errors.push(`${name} is in ${tzid}, which the object does not define`);
    return "";
  }
  wall.zone = new ICAL.Timezone({ component: block, tzid });
  return new Date(wall.toUnixTime() * 1000).toISOString();
}
