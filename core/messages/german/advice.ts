export const adviceMessages = {
  "pip-cache.why":
    "pip behält jedes heruntergeladene Wheel in seinem Cache, und der laufende Container braucht diesen Cache nie. " +
    "Ergänze --no-cache-dir, oder setze PIP_NO_CACHE_DIR=1.",
};
