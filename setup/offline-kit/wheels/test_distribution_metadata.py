import unittest

from distribution_metadata import headers_from_egg_info, name_and_version, relax, restore


class EggInfo(unittest.TestCase):
    def test_sections_become_extras_and_markers(self) -> None:
        requires = "click>=7.0\n\n[:python_version < \"3.8\"]\ntyping-extensions\n\n[standard]\nuvloop; sys_platform != \"win32\"\n"
        self.assertEqual(
            headers_from_egg_info(requires),
            [
                "Requires-Dist: click>=7.0",
                'Requires-Dist: typing-extensions ; (python_version < "3.8")',
                "Provides-Extra: standard",
                "Requires-Dist: uvloop ; (sys_platform != \"win32\") and extra == 'standard'",
            ],
        )

    def test_name_and_version(self) -> None:
        self.assertEqual(name_and_version("Name: fastapi\nVersion: 0.92.0\n\nLong: text"), ("fastapi", "0.92.0"))


class Relax(unittest.TestCase):
    def test_a_pin_that_cannot_be_met_goes(self) -> None:
        headers = ["Requires-Dist: starlette<0.26.0,>=0.25.0"]
        self.assertEqual(relax(headers, {"starlette": "0.26.1"}), ["Requires-Dist: starlette"])

    def test_a_pin_that_can_be_met_stays(self) -> None:
        headers = ["Requires-Dist: starlette<0.26.0,>=0.25.0", "Summary: x"]
        self.assertEqual(relax(headers, {"starlette": "0.25.0"}), headers)

    def test_a_distribution_that_is_not_there_keeps_its_pin(self) -> None:
        self.assertEqual(relax(["Requires-Dist: orjson>=3"], {}), ["Requires-Dist: orjson>=3"])

    def test_the_marker_survives(self) -> None:
        self.assertEqual(
            relax(["Requires-Dist: h11>=9 ; extra == 'http'"], {"h11": "0.14.0"}),
            ['Requires-Dist: h11; extra == "http"'],
        )


class Restore(unittest.TestCase):
    def test_what_debian_stripped_comes_back_once(self) -> None:
        headers = ["Requires-Dist: NumPy>=1.17", "Requires-Dist: pandas ; extra == 'docs'"]
        self.assertEqual(
            restore(headers, "scikit-learn", ["numpy", "pandas", "scikit_learn", "joblib"]),
            headers + ["Requires-Dist: joblib", "Requires-Dist: pandas"],
        )


if __name__ == "__main__":
    unittest.main()
