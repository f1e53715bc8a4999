/** What stands around every page: header, notices, pages that say that something is wrong. */
export const page = {
  slogan: "Learn Docker by using Docker.",
  skip: "Skip to the content",
  breadcrumb: "Breadcrumb",
  courses: "Courses",
  position: (place: number, lessons: number) => `${place} of ${lessons}`,
  language: "Language",
  theme: "Theme",
  themes: { system: "System", light: "Light", dark: "Dark" },
  close: "Close",
  notice: "Notice",
  noSeats: "There are no seats: the seat host does not answer.",
  withoutSeats:
    "You can read and edit, and what you type is kept; Build, Run and Check wait until there is a seat.",
  standIns: "Base images are stand-ins built from Debian packages: no registry is within reach.",
  serverAway: "The server cannot be reached. Try again when you are back online.",
  notFound: {
    title: "There is no page at this address",
    body: "The lesson may have been renamed, or the address has a typing mistake. Nothing of yours is lost.",
    wayOn: "Go to the courses",
  },
  failed: {
    title: "This page could not be made",
    body: "Something on the server failed while it put the page together. What you typed is safe: it is kept on the server, and unsent text in this browser.",
    again: "Try again in a moment. If it stays like this, tell whoever runs this site.",
    number: "Give them this number:",
    retry: "Try again",
  },
};
