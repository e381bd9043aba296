// Small help on top of pages that work without it: ask before doing, say what went wrong.
"use strict";

// A form with data-confirm="question" asks first, in the dialog of the page.
const dialog = document.getElementById("schakel-confirm");
let confirmed = null;
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (!question || !dialog?.showModal || confirmed === event.target) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-question]").textContent = question;
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    confirmed = event.target;
    event.target.requestSubmit(event.submitter);
    confirmed = null;
  };
  dialog.returnValue = "";
  dialog.showModal();
}, true);

// Errors get the focus; a request that failed says so.
const toErrors = (root) => root.querySelector?.(".schakel-error-summary")?.focus();
toErrors(document);
document.addEventListener("htmx:afterSettle", (event) => toErrors(event.target));
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => {
    const message = document.getElementById("schakel-failed")?.content.cloneNode(true);
    if (message) document.getElementById("schakel-messages").replaceChildren(message);
  });
}

// A form with data-autosave saves itself after a pause and when a field is left: it is sent to its own address with the
// header X-Autosave: 1. The answer is JSON. 200: { saved: "14:02", version, fields }; 409: also { error, yours, present },
// the texts of the fields that somebody else changed. `fields` are hidden fields to renew. Without script the form has a button.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer, changed = false, busy = false;
  const renew = (name, value) => { if (form.elements[name]) form.elements[name].value = value; };
  const save = async () => {
    clearTimeout(timer);
    if (!changed || busy) return;
    busy = true;
    changed = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, keepalive: true });
      const told = await answer.json();
      renew("version", told.version);
      Object.entries(told.fields ?? {}).forEach(([name, value]) => renew(name, value));
      for (const box of form.querySelectorAll("[data-present]")) {
        const text = told.present?.[box.dataset.present];
        box.hidden = text === undefined;
        if (text !== undefined) box.querySelector("p").textContent = text;
      }
      status.textContent = answer.ok ? `${status.dataset.saved} ${told.saved}` : told.error;
      if (!answer.ok && answer.status !== 409) throw new Error(told.error);
    } catch {
      changed = true;
      status.textContent ||= status.dataset.failed;
    }
    busy = false;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (busy ? soon() : save()), 1500);
  };
  form.addEventListener("input", () => {
    changed = true;
    status.textContent = "";
    soon();
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", () => { changed = false; clearTimeout(timer); });
  addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// On paper a text box is as long as what stands in it: data-paper names the box of which it is the copy.
addEventListener("beforeprint", () => {
  for (const paper of document.querySelectorAll("[data-paper]")) paper.textContent = document.getElementById(paper.dataset.paper).value;
});
