# Variables: MODULE_DIR build folder of the module, SOURCE_DIR of the consumer, WORK_DIR, GENERATOR, CXX, CONFIG, SANITIZE.
set(prefix ${WORK_DIR}/prefix)
file(REMOVE_RECURSE ${prefix} ${WORK_DIR}/build)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "'${command}' ended with ${result}:\n${output}")
  endif()
  message("${output}")
endfunction()

run(${CMAKE_COMMAND} --install ${MODULE_DIR} --prefix ${prefix} --config ${CONFIG} --component runtime)
file(GLOB_RECURSE runtime_files RELATIVE ${prefix} LIST_DIRECTORIES false ${prefix}/*)
if(runtime_files MATCHES "\\.(hpp|cmake)" OR NOT runtime_files MATCHES "libopencv_brnpa\\.so\\.[0-9]")
  message(FATAL_ERROR "The component runtime is the library alone, found: ${runtime_files}")
endif()
run(${CMAKE_COMMAND} --install ${MODULE_DIR} --prefix ${prefix} --config ${CONFIG} --component dev)

set(flags "")
if(SANITIZE)
  set(flags -DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()
run(${CMAKE_COMMAND} -S ${SOURCE_DIR} -B ${WORK_DIR}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${CXX}
  -DCMAKE_BUILD_TYPE=${CONFIG} -DCMAKE_PREFIX_PATH=${prefix} ${flags})
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build --config ${CONFIG})
run(${WORK_DIR}/build/consumer)
