// Small help on top of pages that work without it: ask before doing, keep what was typed, say what went wrong.
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

// A form with data-keep="name" keeps its typed text in this tab until it has been sent, so that a reload, a wrong
// click or a lost connection costs nothing. Not for confidential figures: leave the attribute off there.
const stored = (form) => `keep:${location.pathname}:${form.dataset.keep}`;
const typed = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
const arrival = performance.getEntriesByType("navigation")[0]?.type;
for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = JSON.parse(sessionStorage.getItem(stored(form)) ?? "null");
  if (kept?.sent && arrival === "navigate") sessionStorage.removeItem(stored(form));
  else if (kept) {
    typed(form).forEach((field, index) => {
      const [name, value, checked] = kept.fields[index] ?? [];
      if (name !== field.name) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
      else field.value = value;
    });
  }
  const keep = (sent) =>
    sessionStorage.setItem(stored(form), JSON.stringify({
      sent,
      fields: typed(form).map((field) => [field.name, field.value, field.checked]),
    }));
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}
document.querySelector("form[data-forget]")?.addEventListener("submit", () => sessionStorage.clear());

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
