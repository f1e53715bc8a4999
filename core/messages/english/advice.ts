/** Findings of the advice: what is there, why it matters and what to do, titles of fixes. */
export const adviceMessages = {
  "pip-cache.why":
    "pip keeps every wheel it downloads in its cache, and the running container never uses that cache. " +
    "Add --no-cache-dir, or set PIP_NO_CACHE_DIR=1.",
};
