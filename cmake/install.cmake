# Where a distribution would put things, below the prefix.
include(GNUInstallDirs)

install(TARGETS nines RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY content DESTINATION ${CMAKE_INSTALL_DATADIR}/nines PATTERN LICENSE EXCLUDE)
# Of the drivers, what submissions are compiled with: the rest is in the object beside it.
install(DIRECTORY graders/circuit-breaker DESTINATION ${CMAKE_INSTALL_DATADIR}/nines/graders
  REGEX "/drivers/.*(\\.cpp|CMakeLists.txt)$" EXCLUDE)
install(DIRECTORY monitoring DESTINATION ${CMAKE_INSTALL_DATADIR}/nines)
install(FILES apps/nines/nines.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES content/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME LICENSE.content)
