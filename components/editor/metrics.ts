/** Measures that textarea, big editor and margin share, so that nothing moves when one takes over. */
export const FONT_SIZE_PX = 14;
export const LINE_HEIGHT_PX = 22;
export const PADDING_TOP_PX = 8;
/** Below this width lines wrap and the margin shows bytes alone. */
export const NARROW_BELOW_PX = 560;
