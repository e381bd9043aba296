// Typed text is never lost. Without this script the pages work as well; then a form is sent by its button only.
//   data-keep="name"   keeps what was typed: in this window at once, and for who is signed in also on the server, so
//                      that another window or telephone offers it back. Not for confidential figures.
//   data-autosave      saves the form itself after a pause, at its own address, with the header X-Autosave. Answers:
//                      200 {"saved": "14:02", "version": 7, "fields": {hidden field: value}},
//                      409 somebody else changed it: sending the form shows both versions. With "present": {name: text}
//                      the elements data-present="name" show them at once, and saving goes on from "version".
//                      422 not complete yet.
"use strict";

const PAUSE = 2000, RETRY = 10000, MOST_ON_LEAVING = 60000;
const said = document.getElementById("schakel-keeping").dataset;
const draftsAt = said.drafts; // absent for who is not signed in
const arrival = performance.getEntriesByType("navigation")[0]?.type;
const untyped = ["hidden", "password", "file", "submit", "button"];
const typed = (form) => [...form.elements].filter((field) => field.name && !untyped.includes(field.type));
const read = (form) => typed(form).map((field) => [field.name, field.value, field.checked]);
// What a form started from: what was typed on an older version stays an edit of that version.
const marks = (form) =>
  [...form.elements].filter((field) => field.name === "version" || (form.dataset.autosave !== undefined && field.type === "hidden"))
    .filter((field) => field.name !== "csrfmiddlewaretoken");
const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const sentence = (text, time) => text.replace("00:00", time);

function put(form, fields) {
  typed(form).forEach((field, index) => {
    const [name, value, checked] = fields[index] ?? [];
    if (name !== field.name) return;
    if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
    else field.value = value;
  });
}

/** Where a form says what became of the typed text; the same words are not said twice. */
function saying(form) {
  let line = form.querySelector("[data-autosave-status]");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    (form.querySelector(".schakel-actions:last-of-type") ?? form).append(line);
  }
  line.classList.add("schakel-saved");
  return (text, state = "") => {
    if (line.textContent === text) return;
    line.textContent = text;
    line.dataset.state = state;
  };
}

function post(url, form, fields, headers = {}) {
  const body = fields ?? new FormData(form);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const size = [...body].reduce((sum, [, value]) => sum + value.length, 0);
  const keepalive = document.visibilityState === "hidden" && size < MOST_ON_LEAVING;
  return fetch(url, { method: "POST", body, headers, keepalive, redirect: "manual" });
}

/** Call `work` after a pause in typing, and when the field or the window is left. */
function afterPause(form, work) {
  let timer = 0;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    work();
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  form.addEventListener("change", now);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && now());
  return () => {
    clearTimeout(timer);
    timer = 0;
  };
}

/** Keep in this window; bring back what was not sent. True when something was brought back. */
function keepHere(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  let back = false;
  if (kept?.sent && arrival === "navigate") sessionStorage.removeItem(key);
  else if (kept) {
    back = JSON.stringify(read(form)) !== JSON.stringify(kept.fields);
    put(form, kept.fields);
    for (const [name, value] of kept.marks) if (form.elements[name]) form.elements[name].value = value;
  }
  const keep = (sent) =>
    sessionStorage.setItem(key, JSON.stringify({
      sent,
      marks: marks(form).map((field) => [field.name, field.value]),
      fields: read(form),
    }));
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
  return back;
}

function keepThere(form, key, say, fresh) {
  const at = `${draftsAt}?${new URLSearchParams({ key })}`;
  let offered = false;
  const cancel = afterPause(form, async () => {
    if (offered) return;
    const body = new FormData();
    body.set("typed", JSON.stringify(read(form)));
    try {
      const answer = await post(at, form, body);
      if (!answer.ok) throw answer;
      say(sentence(said.kept, (await answer.json()).saved));
    } catch {
      say(sentence(said.here, clock()));
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    cancel();
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "_draft", value: key });
    form.append(mark);
  });
  const offer = async () => {
    const answer = await fetch(at, { redirect: "manual" });
    if (answer.status !== 200) return;
    const { saved, fields } = await answer.json();
    if (JSON.stringify(fields) === JSON.stringify(read(form))) return;
    offered = true;
    const box = document.getElementById("schakel-draft").content.cloneNode(true).firstElementChild;
    const words = box.querySelector("[data-words]");
    words.textContent = sentence(words.textContent, saved);
    box.querySelector("[data-back]").onclick = () => {
      put(form, fields);
      offered = false;
      box.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
      typed(form)[0].focus();
    };
    box.querySelector("[data-away]").onclick = () => {
      const body = new FormData();
      body.set("forget", "1");
      post(at, form, body);
      offered = false;
      box.remove();
      typed(form)[0].focus();
    };
    form.prepend(box);
  };
  if (fresh && !form.querySelector(".schakel-error-summary")) offer().catch(() => {});
}

function autosave(form, key, say) {
  let busy = false, waiting = null, stopped = false, last = JSON.stringify(read(form));
  const renew = async (answer) => {
    const told = await answer.json();
    for (const [name, value] of Object.entries({ version: told.version, ...told.fields })) {
      if (value != null && form.elements[name]) form.elements[name].value = value;
    }
    for (const box of form.querySelectorAll("[data-present]")) {
      const text = told.present?.[box.dataset.present];
      box.hidden = text === undefined;
      if (text !== undefined) box.querySelector("p").textContent = text;
    }
    return told;
  };
  const save = async () => {
    const now = JSON.stringify(read(form));
    if (busy || stopped || now === last) return;
    busy = true;
    try {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await post(form.action, form, body, { "X-Autosave": "1" });
      if (answer.status === 200) {
        const { saved } = await renew(answer);
        last = now;
        if (JSON.stringify(read(form)) === now) sessionStorage.removeItem(key);
        say(sentence(said.saved, saved), "saved");
      } else if (answer.status === 409) {
        const told = await renew(answer);
        say(told.error ?? said.changed, "changed");
        if (told.present) last = now;
        else {
          stopped = true;
          form.querySelector(".schakel-saved").after(document.getElementById("schakel-compare").content.cloneNode(true));
        }
      } else if (answer.status === 422) say(said.incomplete);
      else throw answer;
    } catch {
      say(said.unsaved, "unsaved");
      setTimeout(save, RETRY);
    }
    busy = false;
    if (waiting) {
      stopped = true;
      form.requestSubmit(...waiting);
    } else if (JSON.stringify(read(form)) !== now) setTimeout(save, PAUSE);
  };
  const cancel = afterPause(form, save);
  addEventListener("online", save);
  // A version that is being saved has to come back first: else sending would seem a stale edit.
  form.addEventListener("submit", (event) => {
    cancel();
    if (!busy) return void (stopped = true);
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = event.submitter ? [event.submitter] : [];
  }, true);
}

for (const form of document.querySelectorAll("form[data-keep], form[data-autosave]")) {
  const key = `keep:${location.pathname}:${form.dataset.keep ?? "autosave"}`;
  const say = saying(form);
  const saves = form.dataset.autosave !== undefined;
  const back = keepHere(form, key);
  if (saves) autosave(form, key, say);
  else if (draftsAt) keepThere(form, key, say, !back);
  else form.addEventListener("change", () => say(sentence(said.here, clock())));
  if (back) form.dispatchEvent(new Event("input", { bubbles: true }));
}
document.querySelector("form[data-forget]")?.addEventListener("submit", () => sessionStorage.clear());
