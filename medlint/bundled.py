"""Nothing: the compiled form of this file is what :mod:`medlint.bytecode` keeps.

Under the name of a file of the package it is removed together with the
package, and with all other byte code.
"""
