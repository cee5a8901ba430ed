"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const videos = data.videos;
  const find = (id) => document.getElementById(id);

  /* Texts come from file names and from what people called each other: always as text, never as markup. */
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const counted = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const spoken = (seconds) => {
    if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds), two = (number) => String(number).padStart(2, "0");
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
    return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
  };
  const clock = (seconds, decimals = 0) => {
    const steps = 10 ** decimals, all = Math.floor(seconds * steps + 1e-6) / steps;
    const minutes = Math.floor(all / 60), hours = Math.floor(minutes / 60);
    const rest = (all - 60 * minutes).toFixed(decimals).padStart(decimals ? 3 + decimals : 2, "0");
    return hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
  };
  const labelOf = (person) => (person.name ? `${person.name} (${person.identity})` : `ID ${person.identity}`);
  const filmAt = (video, seconds) => {
    if (!video.film) return null;
    const path = video.film.split("/").map(encodeURIComponent).join("/");
    return `${path}#t=${seconds.toFixed(1)}`;
  };

  /* Identities of a gallery are the same in all videos; others only within one. */
  const people = new Map();
  const appearances = [];
  videos.forEach((video, index) => {
    for (const seen of video.people) {
      const key = video.lasting ? `${seen.identity}` : `${index}/${seen.identity}`;
      const person = people.get(key) ||
        { ...seen, score: -1, total: 0, times: 0, videos: new Set(), scope: video.lasting ? null : video };
      if (seen.score > person.score) Object.assign(person, { picture: seen.picture, painted: seen.painted, score: seen.score });
      person.name = seen.name || person.name;
      person.videos.add(video);
      for (const [begin, end] of seen.spans) {
        person.total += end - begin;
        person.times += 1;
        appearances.push({ person, video, begin, end });
      }
      people.set(key, person);
    }
  });

  /* What the filter shows and hides: elements of one person. */
  const elementsOf = new Map([...people.values()].map((person) => [person, []]));
  const belongs = (element, person) => {
    element.dataset.identity = person.identity;
    element.style.setProperty("--who", person.color);
    elementsOf.get(person).push(element);
    return element;
  };
  const input = find("who");
  const show = (text) => {
    input.value = text;
    filter();
    window.scrollTo({ top: 0, behavior: "smooth" });
  };
  const toggle = (person) => {
    const wanted = person.name || String(person.identity);
    show(input.value === wanted ? "" : wanted);
  };

  const card = (person) => {
    const pictures = make("div", { className: "pictures" });
    if (person.picture) {
      for (const [picture, what] of [[person.picture, "as the video shows it"], [person.painted, "with attention painted"]])
        pictures.append(make("img", { src: `data:image/jpeg;base64,${picture}`, alt: `${labelOf(person)}, ${what}` }));
    } else {
      pictures.append(make("span", { className: "none" }, "no picture"));
    }
    const words = make("div", { className: "words" }, make("h3", {}, labelOf(person)));
    words.append(make("p", { className: "quiet" }, `${spoken(person.total)}, ${counted(person.times, "time", "times")}`));
    if (videos.length > 1)
      words.append(make("p", { className: "quiet" },
        person.scope ? person.scope.title : `in ${counted(person.videos.size, "video", "videos")}`));
    const element = make("article", { className: "person", tabIndex: 0, title: "Show only this person" }, pictures, words);
    element.addEventListener("click", () => toggle(person));
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(person); });
    return belongs(element, person);
  };

  const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  const ticksOf = (seconds) => {
    const most = window.innerWidth < 560 ? 4 : 8;
    const step = STEPS.find((candidate) => seconds / candidate <= most) || STEPS[STEPS.length - 1];
    const ticks = [];
    for (let time = 0; time <= seconds; time += step) ticks.push(time);
    return ticks;
  };
  const timeline = (video, index) => {
    const length = Math.max(video.seconds, 0.001);
    const place = (seconds) => `${(100 * seconds / length).toFixed(3)}%`;
    const ticks = ticksOf(length);
    const about = make("div", { className: "about" }, make("h3", {}, video.title));
    const facts = [clock(length), counted(video.people.length, "person", "people")];
    if (video.camera && !video.title.includes(video.camera)) facts.unshift(video.camera);
    if (!video.whole) facts.push("ended early");
    about.append(make("span", { className: "quiet" }, facts.join(" · ")));
    if (video.film) about.append(make("a", { href: filmAt(video, 0).split("#")[0] }, "watch"));
    const rows = make("div", { className: "rows" });
    for (const seen of video.people) {
      const person = people.get(video.lasting ? `${seen.identity}` : `${index}/${seen.identity}`);
      const bars = make("div", { className: "bars" });
      for (const tick of ticks.slice(1)) {
        const line = make("span", { className: "tick" });
        line.style.left = place(tick);
        bars.append(line);
      }
      for (const [begin, end] of seen.spans) {
        const text = `${labelOf(person)}: ${clock(begin, 1)} to ${clock(end, 1)}`;
        const bar = make(video.film ? "a" : "span", { className: "bar", title: text });
        if (video.film) bar.href = filmAt(video, begin);
        bar.setAttribute("aria-label", text);
        bar.style.left = place(begin);
        bar.style.width = place(end - begin);
        bars.append(bar);
      }
      const button = make("button", { type: "button", title: labelOf(person) }, labelOf(person));
      button.addEventListener("click", () => toggle(person));
      rows.append(belongs(make("div", { className: "row" }, make("span", { className: "label" }, button), bars), person));
    }
    if (!video.people.length) rows.append(make("p", { className: "quiet" }, "Nobody was recognized."));
    const axis = make("div", { className: "bars" });
    for (const tick of ticks) {
      const text = make("span", {}, clock(tick));
      text.style.left = place(tick);
      axis.append(text);
    }
    rows.append(make("div", { className: "row axis" }, make("span"), axis));
    return make("section", { className: "video" }, about, rows);
  };

  const tableRow = ({ person, video, begin, end }) => {
    const who = make("td", {}, make("span", { className: "dot" }), labelOf(person));
    const time = (seconds) => (video.film ? make("a", { href: filmAt(video, seconds) }, clock(seconds, 1)) : clock(seconds, 1));
    return belongs(make("tr", {}, who,
      make("td", { className: "file of-several" }, video.title), make("td", { className: "file of-cameras" }, video.camera),
      make("td", { className: "number" }, time(begin)), make("td", { className: "number" }, clock(end, 1)),
      make("td", { className: "number" }, spoken(end - begin))), person);
  };
  const KEYS = {
    identity: (one) => one.person.identity, video: (one) => videos.indexOf(one.video), camera: (one) => one.video.camera,
    begin: (one) => one.begin, end: (one) => one.end, length: (one) => one.end - one.begin,
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const sortBy = (header) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of header.parentNode.children) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = KEYS[header.dataset.key];
    appearances.sort((a, b) => (down ? -1 : 1) * compare(key(a), key(b)) || compare(KEYS.video(a), KEYS.video(b)) ||
      compare(a.begin, b.begin));
    find("appearances").tBodies[0].append(...appearances.map((one) => one.row));
  };

  /* "3" and "ID 3" are numbers, everything else is part of a name, a video or a camera; commas mean "or". */
  const wanted = (text) => {
    const wishes = text.toLowerCase().split(",").map((wish) => wish.trim()).filter(Boolean);
    if (!wishes.length) return () => true;
    return (person) => wishes.some((wish) => {
      const number = /^(?:id\s*)?(\d+)$/.exec(wish);
      if (number) return person.identity === Number(number[1]);
      const texts = [person.name, ...[...person.videos].flatMap((video) => [video.title, video.camera])];
      return texts.some((candidate) => candidate.toLowerCase().includes(wish));
    });
  };
  const filter = () => {
    const fits = wanted(input.value);
    let found = 0;
    for (const [person, elements] of elementsOf) {
      const isShown = fits(person);
      found += isShown ? 1 : 0;
      for (const element of elements) element.hidden = !isShown;
    }
    for (const section of document.querySelectorAll(".video"))
      section.hidden = found < people.size && !section.querySelector(".row[data-identity]:not([hidden])");
    find("found").textContent = found < people.size ? `${found} of ${counted(people.size, "person", "people")}` : "";
    find("nobody").hidden = found > 0 || people.size === 0;
    const hash = input.value ? `#who=${encodeURIComponent(input.value)}` : "";
    if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
  };
  const readAddress = () => {
    const asked = /^#who=(.*)$/.exec(location.hash);
    input.value = asked ? decodeURIComponent(asked[1]) : "";
    filter();
  };

  const title = videos.length === 1 ? videos[0].title : counted(videos.length, "video", "videos");
  document.title = `${title}: who was in view`;
  find("title").textContent = title;
  const length = videos.reduce((sum, video) => sum + video.seconds, 0);
  find("figures").textContent = [counted(people.size, "person", "people"),
    counted(appearances.length, "appearance", "appearances"), `${spoken(length)} of video`].join(" · ");
  find("own-numbers").hidden = videos.length < 2 || videos.every((video) => video.lasting);
  find("people").append(...[...people.values()].map(card));
  if (!people.size) find("people").append(make("p", { className: "quiet" }, "Nobody was recognized."));
  const drawTimelines = () => {
    for (const elements of elementsOf.values())
      for (let i = elements.length - 1; i >= 0; --i) if (elements[i].classList.contains("row")) elements.splice(i, 1);
    find("timelines").replaceChildren(...videos.map(timeline));
    filter();
  };
  appearances.forEach((one) => { one.row = tableRow(one); });
  for (const header of document.querySelectorAll("th")) header.addEventListener("click", () => sortBy(header));
  find("appearances").tBodies[0].append(...appearances.map((one) => one.row));
  sortBy(document.querySelector(`th[data-key=${videos.length > 1 ? "video" : "begin"}]`));
  const namesCameras = videos.some((video) => !video.title.includes(video.camera));
  for (const element of document.querySelectorAll(".of-several")) element.hidden = videos.length < 2;
  for (const element of document.querySelectorAll(".of-cameras")) element.hidden = !namesCameras;
  const notes = [...data.failures, ...videos.map((video) => video.warning).filter(Boolean)];
  find("notes").append(...notes.map((note) => make("li", {}, note)));
  find("notes-section").hidden = !notes.length;

  readAddress();
  drawTimelines();
  input.addEventListener("input", filter);
  window.addEventListener("hashchange", readAddress);
  let drawnFor = window.innerWidth < 560;
  window.addEventListener("resize", () => {
    if ((window.innerWidth < 560) === drawnFor) return;
    drawnFor = !drawnFor;
    drawTimelines();
  });
})();
