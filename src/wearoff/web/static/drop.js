// Makes the whole card take files that are dropped on it, and says at once what is too large.
for (const form of document.querySelectorAll("form.drop")) {
  const field = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-said]");
  const fits = () => {
    const size = [...form.querySelectorAll("input[type=file]")]
      .flatMap((one) => [...one.files])
      .reduce((sum, file) => sum + file.size, 0);
    const good = size < Number(form.dataset.most);
    said.textContent = good ? "" : form.dataset.tooLarge;
    return good;
  };
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.dataset.over = "";
  });
  form.addEventListener("dragleave", () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    delete form.dataset.over;
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    if (fits()) form.requestSubmit(form.querySelector("button[value=file]"));
  });
  form.addEventListener("submit", (event) => {
    if (!fits()) event.preventDefault();
  });
}
