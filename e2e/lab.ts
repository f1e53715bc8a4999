/** The lab that the tests work in, and addresses made from it. */
export const labId = "docker-for-ml/exercise/fastapi-service";
export const coursePath = "/docker-for-ml";
/** A lesson whose lab is done in the terminal and judged by the state of the seat. */
export const terminalLessonPath = "/docker-for-ml/images-containers-registries";
export const lessonPath = "/docker-for-ml/exercise";
export const labApi = `/api/labs/${labId}`;
