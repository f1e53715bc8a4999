/** Measures that textarea, big editor and margin share, so that nothing moves when one takes over. */
export const fontSizePx = 14;
export const lineHeightPx = 22;
export const paddingTopPx = 8;
/** Below this width lines wrap and the margin shows bytes alone. */
export const narrowBelowPx = 560;
