export type PanelId = "log" | "image" | "app" | "checks";
