// Sends what is set, and shows what comes back. All that is set stands in the form: what has a name was touched.
"use strict";

const WAIT = 60; // milliseconds without another move before a question is asked
const find = (id) => document.getElementById(id);
const settings = find("settings");
let asking = false; // one question at a time: a newer one waits, and what is stale by then is not shown
let newer = false;
let timer = 0;
let held = false;
let step = 0;

async function answered(path, body) {
  const response = await fetch(path, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  return response;
}

const ask = async (path, body) => (await answered(path, body)).text();

function fail(error) {
  const mistakes = find("mistakes");
  if (error instanceof TypeError) mistakes.textContent = "The page got no answer. Is summitry explore still running?";
  else mistakes.innerHTML = error.message; // written, and escaped, by the server
  mistakes.hidden = false;
}

async function* parts(said) {
  const [yaml, answer] = await Promise.all([ask("/variant/read", said), ask("/answer", said)]);
  yield () => {
    find("yaml").textContent = yaml;
    find("answer").innerHTML = answer;
    find("answer").setAttribute("aria-busy", "false");
    find("mistakes").hidden = true;
    find("state").textContent = `Agreement: ${find("chance").textContent}`;
  };
  const figures = [...document.querySelectorAll("figure.stale")].filter((each) => !each.closest("details:not([open])"));
  // All at once; of those above the others the last takes longest to draw, so it is asked for first.
  const slow = figures.filter((each) => !each.closest("details")).pop();
  const order = [slow, ...figures.filter((each) => each !== slow)].filter(Boolean);
  const asked = new Map(order.map((each) => [each, ask(`/chart/${each.dataset.chart}`, said)]));
  asked.forEach((each) => each.catch(() => {})); // told below, unless stale by then
  for (const figure of figures) {
    const drawn = await asked.get(figure);
    yield () => {
      figure.innerHTML = drawn;
      figure.classList.remove("stale");
    };
  }
  if (find("story").children.length) {
    const told = await ask("/world", asWorld(said));
    yield () => show(told);
  }
}

function changed() {
  find("answer").setAttribute("aria-busy", "true");
  document.querySelectorAll("figure").forEach((figure) => figure.classList.add("stale"));
  find("state").textContent = "Playing ...";
  soon();
}

async function redraw() {
  clearTimeout(timer);
  timer = 0;
  newer = true;
  if (asking) return;
  asking = true;
  while (newer) {
    newer = false;
    try {
      for await (const put of parts(new FormData(settings))) {
        if (newer || timer) break;
        put();
      }
    } catch (error) {
      if (newer || timer) continue;
      fail(error);
      find("state").textContent = "What is set cannot be played.";
    }
  }
  asking = false;
  if (!timer) document.body.classList.remove("waiting");
}

function soon() {
  document.body.classList.add("waiting");
  clearTimeout(timer);
  timer = setTimeout(redraw, WAIT);
}

function touched(control, is) {
  if (is) control.name = control.dataset.key;
  else control.removeAttribute("name");
  if (control.type === "range") {
    const { stands } = control.dataset;
    find(`${control.id}-is`).textContent = is ? control.value : stands;
    control.setAttribute("aria-valuetext", is ? control.value : `as in the file: ${stands}`);
    control.parentElement.querySelector(".back").hidden = !is;
    if (!is) control.value = control.defaultValue;
  }
  control.parentElement.classList.toggle("touched", is);
  find("reset").disabled = !settings.querySelector(".touched");
}

settings.addEventListener("input", ({ target }) => {
  touched(target, target.type === "range" || target.value !== "");
  changed();
});

// A key pressed once, or a slider let go, is a move for itself; a key held down makes many.
settings.addEventListener("keydown", ({ repeat }) => (held = repeat));
settings.addEventListener("change", () => {
  if (timer && !held) redraw();
});

settings.addEventListener("click", ({ target }) => {
  if (!target.matches(".back")) return;
  const control = target.parentElement.querySelector("input");
  touched(control, false);
  control.focus();
  changed();
});

settings.addEventListener("reset", () => {
  changed();
  setTimeout(() => { // the form has its first values again only after this event
    settings.querySelectorAll("[data-key]").forEach((control) => control.matches("input, select") && touched(control, false));
    settings.querySelector("summary").focus();
  });
});

settings.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter } = event;
  submitter.disabled = true;
  find("saving").textContent = submitter.dataset.meanwhile;
  try {
    const response = await answered(submitter.getAttribute("formaction"), new FormData(settings));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = response.headers.get("Content-Disposition").match(/"(.*)"/)[1];
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    find("saving").textContent = `Saved as ${link.download}.`;
  } catch (error) {
    find("saving").textContent = "Nothing was saved.";
    fail(error);
    find("mistakes").focus();
  }
  submitter.disabled = false;
});

find("more")?.addEventListener("toggle", ({ target }) => {
  if (target.open) soon();
});

find("upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = find("file").files;
  const said = new FormData();
  // Of a file that is too large, enough for the server to say so.
  said.append("file", file.slice(0, Number(find("file").dataset.most) + 1), file.name);
  try {
    location.assign(await ask("/upload", said));
  } catch (error) {
    fail(error);
    find("mistakes").focus();
  }
});

function asWorld(said) {
  said.set("world", find("world").value);
  return said;
}

function show(told) {
  find("story").innerHTML = told;
  go(0);
}

function go(to) {
  const steps = [...find("story").querySelectorAll(".step")];
  step = Math.min(Math.max(to, 0), steps.length - 1);
  steps.forEach((each, place) => (each.hidden = place !== step));
  find("walk").hidden = false;
  find("earlier").disabled = step === 0;
  find("later").disabled = step === steps.length - 1;
  find("where").textContent = `Step ${step + 1} of ${steps.length}: ${steps[step].dataset.title}`;
}

find("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    show(await ask("/world", asWorld(new FormData(settings))));
  } catch (error) {
    fail(error);
  }
});
find("earlier").addEventListener("click", () => go(step - 1));
find("later").addEventListener("click", () => go(step + 1));

// On a phone all that can be set would push the charts far down.
if (matchMedia("(max-width: 60rem)").matches) settings.querySelectorAll("details").forEach((each) => (each.open = false));
changed();
