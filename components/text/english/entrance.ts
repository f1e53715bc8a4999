/** The page that says how to come in. */
export const entrance = {
  title: "You are not signed in",
  inside: "You are signed in",
  as: "Signed in as",
  noSignIn: "This computer needs no sign-in. You work as",
  byInvitation: "You need an invitation: a link from whoever runs this site. Open it, or paste it here.",
  thisComputerOnly:
    "This site serves one person, on the computer it runs on. Open it there as localhost. If you have an invitation, paste its link here.",
  field: "Invitation link",
  enter: "Sign in",
  enterAs: (name: string) => `Sign in as ${name}`,
  goOn: "Go to the course",
  leave: "Sign out",
  notices: {
    ended: "Your sign-in has ended. What you saved is kept.",
    expired: "This invitation has expired. Ask for a new one.",
    unknown:
      "This invitation is not valid here. It may be incomplete, or everybody was signed out since. Ask for a new one.",
    left: "You have signed out.",
  },
};
