/* Brings measurements to a common scale: (value - mean) / deviation, column by column. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>

/* A new array of the numbers in a sequence, to be freed with PyMem_Free; NULL with an exception set. */
static double *numbers(PyObject *object, Py_ssize_t *length) {
  PyObject *sequence = PySequence_Fast(object, "a sequence of numbers is wanted");
  if (sequence == NULL) return NULL;
  Py_ssize_t count = PySequence_Fast_GET_SIZE(sequence);
  double *values = PyMem_New(double, count > 0 ? count : 1);
  if (values == NULL) PyErr_NoMemory();
  for (Py_ssize_t i = 0; values != NULL && i < count; i++) {
    values[i] = PyFloat_AsDouble(PySequence_Fast_GET_ITEM(sequence, i));
    if (values[i] == -1.0 && PyErr_Occurred()) {
      PyMem_Free(values);
      values = NULL;
    }
  }
  Py_DECREF(sequence);
  *length = count;
  return values;
}

static PyObject *list_of(const double *values, Py_ssize_t length) {
  PyObject *list = PyList_New(length);
  for (Py_ssize_t i = 0; list != NULL && i < length; i++) {
    PyObject *number = PyFloat_FromDouble(values[i]);
    if (number == NULL) {
      Py_CLEAR(list);
      break;
    }
    PyList_SET_ITEM(list, i, number);
  }
  return list;
}

static PyObject *standardize(PyObject *self, PyObject *args) {
  PyObject *objects[3];
  double *arrays[3] = {NULL, NULL, NULL};
  Py_ssize_t lengths[3];
  PyObject *result = NULL;
  (void)self;
  if (!PyArg_ParseTuple(args, "OOO", &objects[0], &objects[1], &objects[2])) return NULL;
  for (int i = 0; i < 3; i++) {
    arrays[i] = numbers(objects[i], &lengths[i]);
    if (arrays[i] == NULL) goto done;
  }
  if (lengths[1] != lengths[0] || lengths[2] != lengths[0]) {
    PyErr_SetString(PyExc_ValueError, "values, means and deviations differ in length");
    goto done;
  }
  for (Py_ssize_t i = 0; i < lengths[0]; i++) {
    if (arrays[2][i] == 0.0) {
      PyErr_SetString(PyExc_ZeroDivisionError, "a deviation is zero");
      goto done;
    }
    arrays[0][i] = (arrays[0][i] - arrays[1][i]) / arrays[2][i];
  }
  result = list_of(arrays[0], lengths[0]);
done:
  for (int i = 0; i < 3; i++) PyMem_Free(arrays[i]);
  return result;
}

static PyObject *fit(PyObject *self, PyObject *rows) {
  double *sums = NULL, *squares = NULL;
  Py_ssize_t width = 0;
  PyObject *means = NULL, *deviations = NULL, *result = NULL;
  (void)self;
  PyObject *sequence = PySequence_Fast(rows, "a sequence of rows is wanted");
  if (sequence == NULL) return NULL;
  Py_ssize_t count = PySequence_Fast_GET_SIZE(sequence);
  if (count == 0) {
    PyErr_SetString(PyExc_ValueError, "no rows");
    goto done;
  }
  /* Two passes, means first: one pass over sums of squares would lose digits. */
  for (int pass = 0; pass < 2; pass++) {
    for (Py_ssize_t i = 0; i < count; i++) {
      Py_ssize_t length;
      double *row = numbers(PySequence_Fast_GET_ITEM(sequence, i), &length);
      if (row == NULL) goto done;
      if (sums == NULL) {
        width = length;
        sums = PyMem_Calloc(width + 1, sizeof(double));
        squares = PyMem_Calloc(width + 1, sizeof(double));
      }
      if (sums == NULL || squares == NULL || length != width) {
        PyMem_Free(row);
        if (sums == NULL || squares == NULL) PyErr_NoMemory();
        else PyErr_SetString(PyExc_ValueError, "rows differ in length");
        goto done;
      }
      for (Py_ssize_t j = 0; j < width; j++) {
        double offset = row[j] - sums[j];
        if (pass == 0) sums[j] += row[j];
        else squares[j] += offset * offset;
      }
      PyMem_Free(row);
    }
    for (Py_ssize_t j = 0; j < width; j++) {
      if (pass == 0) sums[j] /= (double)count;
      else squares[j] = sqrt(squares[j] / (double)count);
    }
  }
  means = list_of(sums, width);
  deviations = means == NULL ? NULL : list_of(squares, width);
  if (deviations != NULL) result = PyTuple_Pack(2, means, deviations);
done:
  Py_XDECREF(means);
  Py_XDECREF(deviations);
  PyMem_Free(sums);
  PyMem_Free(squares);
  Py_DECREF(sequence);
  return result;
}

static PyMethodDef methods[] = {
    {"standardize", standardize, METH_VARARGS, "standardize(values, means, deviations): a list on the common scale"},
    {"fit", fit, METH_O, "fit(rows): the means and the deviations of the columns"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "winescaler", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_winescaler(void) { return PyModule_Create(&module); }
