/** The lab that the tests work in, and addresses made from it. */
export const LAB_ID = "docker-for-ml/exercise/fastapi-service";
export const COURSE_PATH = "/docker-for-ml";
/** A lesson whose lab is done in the terminal and judged by the state of the seat. */
export const TERMINAL_LESSON_PATH = "/docker-for-ml/images-containers-registries";
export const LESSON_PATH = "/docker-for-ml/exercise";
export const labApi = `/api/labs/${LAB_ID}`;
