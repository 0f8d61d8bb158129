// Beside each address that may be copied, a button that does it; without the clipboard there is none.
for (const one of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  button.title = one.dataset.copy;
  button.setAttribute("aria-label", one.dataset.copy);
  told.className = "copied";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(one.textContent);
    told.textContent = one.dataset.copied;
  });
  one.after(button, told);
}
