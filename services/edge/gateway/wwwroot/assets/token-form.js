// Gets a page its token: by itself in Development, else from the form, which says what the token must allow.
export async function obtain(access, { form, problem }) {
  if (await access.open()) return;
  form.hidden = false;
  await new Promise((done) => {
    form.addEventListener("submit", (submitted) => {
      submitted.preventDefault();
      try {
        access.bring(form.elements.token.value);
      } catch (error) {
        problem.textContent = error.message;
        return;
      }

      form.hidden = true;
      done();
    });
  });
}
