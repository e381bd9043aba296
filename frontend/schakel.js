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

// On paper a text box is as long as what stands in it: data-paper names the box of which it is the copy.
addEventListener("beforeprint", () => {
  for (const paper of document.querySelectorAll("[data-paper]")) paper.textContent = document.getElementById(paper.dataset.paper).value;
});
