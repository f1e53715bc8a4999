export interface OtherTabs {
  /** Tells all other tabs that watch the same subject. */
  tell(): void;
  /** Calls back when another tab has told; returns how to stop. */
  watch(onTold: () => void): () => void;
}

/** Tabs of this browser that show the same subject. Touches nothing before it is used. */
export function createOtherTabs(subject: string): OtherTabs {
  const name = `drydock:${subject}`;
  // A channel does not hear itself, and this tab has nothing to learn from itself.
  let watched: BroadcastChannel | null = null;
  return {
    tell: () => {
      const channel = watched ?? new BroadcastChannel(name);
      channel.postMessage(null);
      if (channel !== watched) channel.close();
    },
    watch: (onTold) => {
      const channel = new BroadcastChannel(name);
      channel.addEventListener("message", onTold);
      watched = channel;
      return () => {
        channel.close();
        if (watched === channel) watched = null;
      };
    },
  };
}
