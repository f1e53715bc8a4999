/** The lab that the tests work in, and addresses made from it. */
export const labId = "docker-for-ml/exercise/fastapi-service";
export const coursePath = "/docker-for-ml";
export const lessonPath = "/docker-for-ml/exercise";
export const labApi = `/api/labs/${labId}`;
