/*
 * The demonstration page's own script: what a site may do with its support window.
 */
const received = document.querySelector("#received");

document.addEventListener("casement:live-agent", ({ detail }) => {
  received.textContent = JSON.stringify(detail, null, 2);
});

document.querySelector("#open-support").addEventListener("click", () => {
  document.querySelector("casement-widget")?.open();
});
