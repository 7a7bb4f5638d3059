module stuntdouble/go-stream

go 1.19
