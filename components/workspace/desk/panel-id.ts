export type PanelId = "log" | "terminal" | "image" | "app" | "checks";
