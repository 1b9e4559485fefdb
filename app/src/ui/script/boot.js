// Starts the islands of this page once one of them comes near the screen. The server fills in the two file names.
const start = async () => {
  const mod = await import("__JS__");
  await mod.default({ module_or_path: "__WASM__" });
  mod.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) mod[island.dataset.component]?.(island);
};
const near = new IntersectionObserver((seen) => {
  if (!seen.some((one) => one.isIntersecting)) return;
  near.disconnect();
  start();
}, { rootMargin: "200px" });
for (const island of document.querySelectorAll("leptos-island")) near.observe(island.parentElement);
