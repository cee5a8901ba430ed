# BRNPA_CUDA_CONTEXT: whether cv::dnn's CUDA context is what src/layer_cuda_executor.cpp takes it to be.
if(NOT DEFINED BRNPA_CUDA_CONTEXT)
  set(brnpa_includes ${OPENCV_MODULE_opencv_dnn_LOCATION}/src ${CUDAToolkit_INCLUDE_DIRS} ${CUDNN_INCLUDE_DIRS}
    ${OpenCV_BINARY_DIR})
  foreach(module core imgproc dnn)
    list(APPEND brnpa_includes ${OPENCV_MODULE_opencv_${module}_LOCATION}/include)
  endforeach()
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # compiled, not linked
  try_compile(BRNPA_CUDA_CONTEXT ${CMAKE_BINARY_DIR}/CMakeFiles/brnpa_cuda_context
    SOURCES ${CMAKE_CURRENT_LIST_DIR}/cuda_context.cpp
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${brnpa_includes}"
    COMPILE_DEFINITIONS -DHAVE_CUDA -D__OPENCV_BUILD=1
    CXX_STANDARD 17
    OUTPUT_VARIABLE brnpa_output)
  unset(CMAKE_TRY_COMPILE_TARGET_TYPE)
  if(NOT BRNPA_CUDA_CONTEXT)
    file(WRITE ${CMAKE_BINARY_DIR}/CMakeFiles/brnpa_cuda_context.log "${brnpa_output}")
    message(STATUS "brnpa: the CUDA backend of this cv::dnn is another than that of OpenCV 5.1: networks with the layer "
      "run on the processor; see CMakeFiles/brnpa_cuda_context.log")
  endif()
endif()
