# What the module's files need in an OpenCV tree beyond what ocv_define_module() gives them. As properties of the files:
# in opencv_world they belong to another target, which reads this in its own folder.
set(brnpa_source_folder ${CMAKE_CURRENT_LIST_DIR}/../src)
get_filename_component(brnpa_source_folder ${brnpa_source_folder} ABSOLUTE)
set(brnpa_definitions "")

if(HAVE_CUDA)
  list(APPEND brnpa_definitions BRNPA_HAVE_CUDA)
endif()

# The layer on cv::dnn's CUDA backend, whose headers are private. In OpenCV 4 so are the symbols that a node needs
# (BackendNode has no CV_EXPORTS): it links where they are in the same binary.
set(brnpa_dnn_file "")
if(HAVE_CUDA AND OPENCV_DNN_CUDA)
  if(OPENCV_VERSION VERSION_LESS 5)
    if(NOT BUILD_SHARED_LIBS OR (BUILD_opencv_world AND OPENCV_MODULE_opencv_brnpa_IS_PART_OF_WORLD))
      set(brnpa_dnn_file layer_cuda4dnn.cpp)
      list(APPEND brnpa_definitions BRNPA_CUDA4DNN)
    else()
      message(STATUS "brnpa: with DNN_BACKEND_CUDA the layer runs on the processor; -DBUILD_SHARED_LIBS=OFF or "
        "-DBUILD_opencv_world=ON lets it run on the device")
    endif()
  elseif(NOT OPENCV_VERSION VERSION_LESS 5.1)
    include(${CMAKE_CURRENT_LIST_DIR}/cuda_context.cmake)
    if(BRNPA_CUDA_CONTEXT)
      set(brnpa_dnn_file layer_cuda_executor.cpp)
      list(APPEND brnpa_definitions BRNPA_CUDA_EXECUTOR)
    endif()
  endif()
endif()

file(GLOB brnpa_cpp_files "${brnpa_source_folder}/*.cpp")
set_property(SOURCE ${brnpa_cpp_files} APPEND PROPERTY COMPILE_DEFINITIONS ${brnpa_definitions})
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  # For the loops of src/kernel: the pragmas without an OpenMP runtime, and square roots that do not set errno.
  set_property(SOURCE ${brnpa_cpp_files} APPEND PROPERTY COMPILE_OPTIONS -fopenmp-simd -fno-math-errno)
endif()
if(brnpa_dnn_file)
  set(brnpa_dnn_file ${brnpa_source_folder}/${brnpa_dnn_file})
  set_property(SOURCE ${brnpa_dnn_file} APPEND PROPERTY INCLUDE_DIRECTORIES
    ${OPENCV_MODULE_opencv_dnn_LOCATION}/src ${CUDAToolkit_INCLUDE_DIRS} ${CUDNN_INCLUDE_DIRS})
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    set_property(SOURCE ${brnpa_dnn_file} APPEND PROPERTY COMPILE_OPTIONS -Wno-shadow)  # of those headers
  endif()
endif()

foreach(target opencv_test_brnpa opencv_perf_brnpa)
  if(TARGET ${target})
    target_compile_definitions(${target} PRIVATE ${brnpa_definitions})
    if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
      target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-fopenmp-simd;-fno-math-errno>")
    endif()
  endif()
endforeach()
