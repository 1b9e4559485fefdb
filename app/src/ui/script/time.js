// Says beside each <time data-zone> when that is for the reader; the words it replaces are the same instant in UTC.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const names = { Calcutta: "Kolkata", Katmandu: "Kathmandu", Rangoon: "Yangon", Saigon: "Ho Chi Minh City", Kiev: "Kyiv" };
const last = zone?.split("/").pop();
const city = (names[last] ?? last)?.replaceAll("_", " ");
const date = new Intl.DateTimeFormat("en-US", { weekday: "long", month: "long", day: "numeric" });
const time = new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", hour12: true });
const day = (at) => at.getFullYear() * 1e4 + at.getMonth() * 100 + 100 + at.getDate();
// The same words as the server's `hours` in ui/time.rs.
const clock = (at, end) => {
  const hour = at.getMinutes() ? 1 : at.getHours();
  return hour === 12 ? "noon" : end && !hour ? "midnight" : time.format(at).toLowerCase().replace(/\s/, " ");
};
const hours = (from, to) => {
  const a = clock(from);
  if (day(from) !== day(to) && to - from > 432e5) return `${a} to ${date.format(to)}, ${clock(to)}`;
  const b = clock(to, true);
  return `${a.slice(-2) === b.slice(-2) ? a.slice(0, -3) : a} to ${b}`;
};
for (const node of zone ? document.querySelectorAll("time[data-zone]") : []) {
  const yours = node.parentElement.querySelector(".yours");
  const from = new Date(node.dateTime);
  const to = new Date(node.dataset.end);
  if (!yours || isNaN(from) || isNaN(to)) continue;
  if (zone === node.dataset.zone) {
    yours.remove();
    continue;
  }
  const ahead = day(from) - node.dataset.day.replaceAll("-", "");
  yours.textContent = `${ahead ? date.format(from) + ", " : ""}${hours(from, to)} your time, ${city}`;
  if (ahead && node.dataset.day) {
    const mark = document.createElement("b");
    mark.textContent = ahead > 0 ? "next day" : "day before";
    yours.append(" ", mark);
  }
}
// A question for the reader's zone that is not answered yet begins with the browser's own.
for (const select of zone ? document.querySelectorAll("[data-zone=guess] select") : []) {
  const [own] = [zone.replace(last, names[last] ?? last), zone].filter((name) => [...select.options].some((one) => one.value === name));
  if (!own) select.add(new Option(city, zone));
  if (!select.value) select.value = own ?? zone;
}
