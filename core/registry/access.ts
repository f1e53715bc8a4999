/** A student's way into the class registry. */
export interface RegistryAccess {
  /** As seats name it: "registry:5000". */
  readonly host: string;
  /** Everything that the student pushes is named `<host>/<name>/...`. */
  readonly name: string;
  readonly password: string;
}
