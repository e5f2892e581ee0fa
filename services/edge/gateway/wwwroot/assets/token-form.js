const element = (id) => document.getElementById(id);

// Gets a page its token: by itself in Development, else from the form, which says what the token must allow. What the page shows and
// does waits until then.
export async function obtain(access) {
  if (await access.open()) return;
  const form = element("token-form");
  form.hidden = false;
  element("live").hidden = true;
  element("state").textContent = "Waiting for a token";
  await submitted(form, () => access.bring(form.elements.token.value));
  form.hidden = true;
  element("live").hidden = false;
}

// Resolves once the form was submitted with what can be taken.
function submitted(form, take) {
  return new Promise((done) => {
    form.addEventListener("submit", (submission) => {
      submission.preventDefault();
      try {
        take();
        done();
      } catch (error) {
        element("token-problem").textContent = error.message;
      }
    });
  });
}
